import type { Board } from '../../host-sim';
import type { Clock } from '../../host-sim/core/clock';
import { statusOf, type SpeakerStatus } from '../board/speaker-status';
import { levelOf, statusLine } from '../live/status-line';
import { openFullScreen, type FullScreen } from './full-screen';
import { compose } from './layout';
import { colourDepth } from './paint';
import type { SpeakerView } from './speaker-panel';
import { printable } from './text-width';

/** The lines that are kept, and printed when the screen is given back. */
const LOG_LINES = 1000;

/** A speaker that is shown. */
type ShownSpeaker = { readonly name: string; readonly board: Board };

type LiveViewOptions = {
  readonly clock: Clock;
  readonly title: string;
  /** The speakers that there are now. */
  readonly speakers: () => readonly ShownSpeaker[];
  /** What there is to say of all of them, or ''. Stands beside the title. */
  readonly note?: () => string;
  /** The status of the speaker with an index. Default: asks its board, and throws what that throws. */
  readonly statusOf?: (index: number) => SpeakerStatus | undefined;
  /** The state as lines, where nothing is drawn. Default: one for each speaker. */
  readonly lines?: () => readonly string[];
  /** What the keys do, from the longest wording to the shortest, and as a list. Empty without keys. */
  readonly footers: readonly string[];
  readonly help: readonly string[];
  /** Whether to draw, if standard output is a terminal that can be drawn on. Otherwise there is a line for each look. */
  readonly draws: boolean;
};

/** What a command that runs speakers in real time shows. */
export interface LiveView {
  /** How often it is to look: what is drawn may be looked at more often than what is printed. */
  readonly lookEveryMs: number;
  /** Prints a line. */
  print(text: string): void;
  /** Shows how the speakers are now. */
  look(): void;
  /** Says something about the last key, until the next one. */
  hint(text: string): void;
  /** Shows what the keys do, or the log again. */
  toggleHelp(): void;
  /** The speaker that keys without a name are for. */
  choose(index: number): void;
  /** Gives the terminal back. What was printed stays on it. */
  close(): void;
}

/** Opens a view on standard output. */
export function openLiveView(options: LiveViewOptions): LiveView {
  const { stdout, env } = process;
  const canDraw = options.draws && stdout.isTTY && env.TERM !== 'dumb' && env.TERM !== undefined;
  return canDraw ? new DrawnView(options, openFullScreen(stdout)) : new PrintedView(options);
}

/** A line for each speaker at each look. */
class PrintedView implements LiveView {
  readonly lookEveryMs = 1000;
  private readonly options: LiveViewOptions;
  private hasHinted = false;

  constructor(options: LiveViewOptions) {
    this.options = options;
    this.print(options.title);
    if (options.footers[0] !== undefined) this.print(options.footers[0]);
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  look(): void {
    const { speakers, clock } = this.options;
    const all = (): string[] => speakers().map(({ name, board }) => statusLine(name, board, clock.nowNs));
    for (const line of (this.options.lines ?? all)()) this.print(line);
  }

  /** Once is enough: here it stays in sight. */
  hint(text: string): void {
    if (text === '' || this.hasHinted) return;
    this.print(text);
    this.hasHinted = true;
  }

  toggleHelp(): void {
    for (const line of this.options.help) this.print(line);
  }

  choose(): void {}
  close(): void {}
}

/** The whole screen: the speakers with their rings, and the log below them. */
class DrawnView implements LiveView {
  readonly lookEveryMs = 100;
  private readonly options: LiveViewOptions;
  private readonly screen: FullScreen;
  private readonly depth = colourDepth(process.env);
  private readonly log: string[] = [];
  private chosen = 0;
  private hintText = '';
  private showsHelp = false;
  private isOpen = true;

  constructor(options: LiveViewOptions, screen: FullScreen) {
    this.options = options;
    this.screen = screen;
  }

  print(text: string): void {
    if (!this.isOpen) return void process.stdout.write(`${text}\n`);
    this.log.push(...text.split('\n').map(printable));
    this.log.splice(0, this.log.length - LOG_LINES);
  }

  look(): void {
    const { title, footers, help, speakers } = this.options;
    const views = speakers().map((speaker, index) => this.viewOf(speaker, index));
    const note = this.options.note?.() ?? '';
    const picture = {
      title: note === '' ? title : `${note} · ${title}`,
      speakers: views,
      log: this.log,
      footers: this.hintText === '' ? footers : [this.hintText],
      help: this.showsHelp ? help : undefined,
    };
    this.screen.draw(compose(picture, this.screen.size, this.depth));
  }

  hint(text: string): void {
    this.hintText = printable(text);
  }

  toggleHelp(): void {
    this.showsHelp = !this.showsHelp;
  }

  choose(index: number): void {
    this.chosen = index;
    this.showsHelp = false;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.screen.close();
    for (const line of this.log) this.print(line);
  }

  private viewOf({ name, board }: ShownSpeaker, index: number): SpeakerView {
    return {
      name,
      colours: board.ring.last ?? [],
      status: this.options.statusOf ? this.options.statusOf(index) : statusOf(board),
      level: levelOf(board, this.options.clock.nowNs),
      cpuLoad: board.recentCpuLoad,
      isChosen: index === this.chosen,
    };
  }
}
