import { once } from 'node:events';
import { WebSocket } from 'ws';

/** What the debugger of a program sends: an answer, which has the `id` of its command, or an event. */
type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
};

type Waiting = { readonly isIt: (message: Message) => boolean; readonly resolve: (message: Message) => void };

/** Speaks the Chrome DevTools Protocol with a program that runs under `node --inspect`, as an editor does. */
export class InspectorClient {
  private readonly socket: WebSocket;
  private waiting: readonly Waiting[] = [];
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.receive(JSON.parse(data.toString()) as Message));
  }

  /** Connects to the address that the program prints. */
  static async connect(url: string): Promise<InspectorClient> {
    const socket = new WebSocket(url);
    const client = new InspectorClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Sends a command and gives its result. */
  async ask(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.lastId;
    const answer = this.next((message) => message.id === id);
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  /** The parameters of the next event of this name for which `isIt` holds. */
  async event<T>(method: string, isIt: (params: T) => boolean = () => true): Promise<T> {
    const message = await this.next((other) => other.method === method && isIt(other.params as T));
    return message.params as T;
  }

  close(): void {
    this.socket.close();
  }

  private next(isIt: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => (this.waiting = [...this.waiting, { isIt, resolve }]));
  }

  private receive(message: Message): void {
    const found = this.waiting.find(({ isIt }) => isIt(message));
    this.waiting = this.waiting.filter((other) => other !== found);
    found?.resolve(message);
  }
}
