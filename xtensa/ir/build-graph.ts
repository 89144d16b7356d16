import type { Condition, Expression, KernelFunction, Local, Statement } from '../source/kernel-program';
import type { Position } from '../kernel-error';
import { Block, Graph, Node, type Operation } from './graph';
import { Variables } from './variables';

/** The function whose body is being built: which variables its locals are, and where `break`, `continue` and `return` lead. */
type Frame = {
  readonly firstVariable: number;
  readonly result: number;
  /** Where an inlined function continues. Undefined for the function that is compiled. */
  readonly after: Block | undefined;
  readonly loops: { readonly onBreak: Block; readonly onContinue: Block }[];
};

/** Builds the graph of one function. Calls of functions in `inlined` are replaced by their bodies. */
export function buildGraph(kernel: KernelFunction, inlined: ReadonlySet<KernelFunction>): Graph {
  return new GraphBuilder(kernel, inlined).build();
}

class GraphBuilder {
  private readonly graph: Graph;
  private readonly kernel: KernelFunction;
  private readonly inlined: ReadonlySet<KernelFunction>;
  private readonly variables: Variables;
  private block = new Block();
  private frame: Frame;
  private at: Position;

  constructor(kernel: KernelFunction, inlined: ReadonlySet<KernelFunction>) {
    this.kernel = kernel;
    this.inlined = inlined;
    this.at = kernel.at;
    this.graph = new Graph(kernel);
    this.variables = new Variables(this.graph);
    this.frame = this.frameFor(kernel, undefined);
  }

  build(): Graph {
    this.graph.blocks.push(this.block);
    this.variables.seal(this.block);
    this.kernel.parameters.forEach((parameter, place) => {
      const node = this.add('parameter', []);
      node.value = place;
      this.write(parameter, node);
    });
    this.statements(this.kernel.body);
    // A void kernel returns 0, so that all ways of running it agree.
    this.leave(this.graph.constant(0));
    return this.graph;
  }

  private frameFor(kernel: KernelFunction, after: Block | undefined): Frame {
    const firstVariable = this.variables.create(kernel.locals.length);
    return { firstVariable, result: this.variables.create(), after, loops: [] };
  }

  private add(operation: Operation, inputs: Node[]): Node {
    const node = new Node(operation, inputs, this.at);
    node.block = this.block;
    this.block.nodes.push(node);
    return node;
  }

  private write(local: Local, value: Node): void {
    this.variables.write(this.frame.firstVariable + local.index, this.block, value);
  }

  private read(local: Local): Node {
    return this.variables.read(this.frame.firstVariable + local.index, this.block, this.at);
  }

  /** Continues in `block`, which is put behind all others. */
  private start(block: Block): void {
    this.graph.blocks.push(block);
    this.block = block;
  }

  private startSealed(block: Block): void {
    this.variables.seal(block);
    this.start(block);
  }

  private jump(to: Block): void {
    this.block.end = { kind: 'jump', to, at: this.at };
    to.predecessors.push(this.block);
  }

  /** Continues behind a `return` or `break`. The code there is built all the same, and removed as unreachable later. */
  private startUnreachable(): void {
    this.startSealed(new Block());
  }

  private leave(value: Node | undefined): void {
    const { after, result } = this.frame;
    if (after) {
      this.variables.write(result, this.block, value ?? this.graph.constant(0));
      this.jump(after);
    } else {
      this.block.end = { kind: 'return', value: value ?? this.graph.constant(0), at: this.at };
    }
  }

  private statements(statements: readonly Statement[]): void {
    for (const statement of statements) {
      this.at = statement.at;
      this.statement(statement);
    }
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'evaluate':
        this.value(statement.value);
        return;
      case 'store': {
        const address = this.value(statement.address);
        this.add(statement.width, [address, this.value(statement.value)]);
        return;
      }
      case 'if':
        return this.branchOver(statement);
      case 'loop':
        return this.loop(statement);
      case 'return':
        this.leave(statement.value && this.value(statement.value));
        return this.startUnreachable();
      case 'break':
      case 'continue': {
        const { onBreak, onContinue } = this.frame.loops[this.frame.loops.length - 1];
        this.jump(statement.kind === 'break' ? onBreak : onContinue);
        return this.startUnreachable();
      }
    }
  }

  private branchOver({ condition, yes, no }: Statement & { readonly kind: 'if' }): void {
    const [onYes, onNo, after] = [new Block(), no.length > 0 ? new Block() : undefined, new Block()];
    this.condition(condition, onYes, onNo ?? after);
    this.startSealed(onYes);
    this.statements(yes);
    this.jump(after);
    if (onNo) {
      this.startSealed(onNo);
      this.statements(no);
      this.jump(after);
    }
    this.startSealed(after);
  }

  /** Builds a loop with the condition behind the body, so that an iteration costs one branch. */
  private loop({ isTestedFirst, condition, body, step, at }: Statement & { readonly kind: 'loop' }): void {
    const [onBody, onStep, onTest, after] = [new Block(), new Block(), new Block(), new Block()];
    this.jump(isTestedFirst ? onTest : onBody);
    let test: Block[] = [];
    if (isTestedFirst) {
      const first = this.graph.blocks.length;
      this.start(onTest);
      this.condition(condition, onBody, after);
      test = this.graph.blocks.splice(first);
      this.variables.seal(onBody);
    }
    this.start(onBody);
    this.frame.loops.push({ onBreak: after, onContinue: onStep });
    this.statements(body);
    this.frame.loops.pop();
    this.jump(onStep);
    this.startSealed(onStep);
    this.statements(step);
    this.at = at;
    if (isTestedFirst) {
      this.jump(onTest);
      this.variables.seal(onTest);
      this.graph.blocks.push(...test);
    } else {
      this.condition(condition, onBody, after);
      this.variables.seal(onBody);
    }
    this.startSealed(after);
  }

  private condition(condition: Condition, yes: Block, no: Block): void {
    switch (condition.kind) {
      case 'always':
        return this.jump(condition.isTrue ? yes : no);
      case 'not':
        return this.condition(condition.condition, no, yes);
      case 'and':
      case 'or': {
        const more = new Block();
        if (condition.kind === 'and') this.condition(condition.left, more, no);
        else this.condition(condition.left, yes, more);
        this.startSealed(more);
        return this.condition(condition.right, yes, no);
      }
      case 'compare': {
        const left = this.value(condition.left);
        const right = this.value(condition.right);
        const { comparison } = condition;
        this.block.end = { kind: 'branch', comparison, left, right, yes, no, at: this.at };
        yes.predecessors.push(this.block);
        no.predecessors.push(this.block);
      }
    }
  }

  private value(expression: Expression): Node {
    switch (expression.kind) {
      case 'constant':
        return this.graph.constant(expression.value);
      case 'address':
        return this.graph.address(expression.table);
      case 'local':
        return this.read(expression.local);
      case 'assign': {
        const value = this.value(expression.value);
        this.write(expression.local, value);
        return value;
      }
      case 'advance': {
        const before = this.read(expression.local);
        this.write(expression.local, this.add('add', [before, this.graph.constant(expression.by)]));
        return before;
      }
      case 'unary':
        return this.add(expression.operator, [this.value(expression.operand)]);
      case 'binary': {
        const left = this.value(expression.left);
        return this.add(expression.operator, [left, this.value(expression.right)]);
      }
      case 'choice':
        return this.choice(expression);
      case 'load':
        return this.add(expression.width, [this.value(expression.address)]);
      case 'call':
        return this.call(
          expression.callee,
          expression.values.map((value) => this.value(value)),
        );
    }
  }

  private choice({ condition, yes, no }: Expression & { readonly kind: 'choice' }): Node {
    const variable = this.variables.create();
    const [onYes, onNo, after] = [new Block(), new Block(), new Block()];
    this.condition(condition, onYes, onNo);
    for (const [block, expression] of [
      [onYes, yes],
      [onNo, no],
    ] as const) {
      this.startSealed(block);
      this.variables.write(variable, this.block, this.value(expression));
      this.jump(after);
    }
    this.startSealed(after);
    return this.variables.read(variable, after, this.at);
  }

  private call(callee: KernelFunction, values: Node[]): Node {
    if (!this.inlined.has(callee)) {
      const node = this.add('call', values);
      node.callee = callee;
      return node;
    }
    const [outer, { at }] = [this.frame, this];
    const after = new Block();
    this.frame = this.frameFor(callee, after);
    callee.parameters.forEach((parameter, place) => this.write(parameter, values[place]));
    this.statements(callee.body);
    this.leave(undefined);
    const { result } = this.frame;
    [this.frame, this.at] = [outer, at];
    this.startSealed(after);
    return this.variables.read(result, after, at);
  }
}
