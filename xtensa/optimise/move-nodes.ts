import { Block, type Graph, type Node, isPure, readBy } from '../ir/graph';
import { retarget } from '../ir/edit';
import { Dominance, type Loop } from './dominance';

/** Gives every loop a block in front of it that leads nowhere else, for what need not run again. */
export function addPreheaders(graph: Graph): void {
  for (const { header, blocks } of new Dominance(graph).loops) {
    const outside = header.predecessors.filter((each) => !blocks.has(each));
    if (outside.length === 1 && outside[0].end?.kind === 'jump') continue;
    const preheader = new Block();
    preheader.end = { kind: 'jump', to: header, at: outside[0].terminator().at };
    preheader.predecessors = outside;
    for (const phi of header.phis) splitPhi(phi, header, preheader, blocks);
    header.predecessors = [...header.predecessors.filter((each) => blocks.has(each)), preheader];
    for (const each of outside) retarget(each, header, preheader);
    const first = graph.blocks.findIndex((each) => blocks.has(each));
    graph.blocks.splice(first, 0, preheader);
  }
}

function splitPhi(phi: Node, header: Block, preheader: Block, blocks: ReadonlySet<Block>): void {
  const isInside = (_: Node, index: number): boolean => blocks.has(header.predecessors[index]);
  const inside = phi.inputs.filter(isInside);
  const outside = phi.inputs.filter((node, index) => !isInside(node, index));
  let entering = outside[0];
  if (outside.some((node) => node !== entering)) {
    entering = Object.assign(Object.create(Object.getPrototypeOf(phi) as object) as Node, phi, {
      inputs: outside,
      block: preheader,
    });
    preheader.phis.push(entering);
  }
  phi.inputs = [...inside, entering];
}

/** The block in front of the loop, if there is one that leads nowhere else. */
export function preheaderOf({ header, blocks }: Loop): Block | undefined {
  const outside = header.predecessors.filter((each) => !blocks.has(each));
  return outside.length === 1 && outside[0].end?.kind === 'jump' ? outside[0] : undefined;
}

/** Takes out of loops what is the same in every turn. */
export function hoist(graph: Graph): void {
  const dominance = new Dominance(graph);
  // From the inside out, so that a value leaves as many loops as it can.
  for (const loop of [...dominance.loops].reverse()) {
    const preheader = preheaderOf(loop);
    if (!preheader) continue;
    const isOutside = (input: Node): boolean => !input.block || !loop.blocks.has(input.block);
    for (const block of dominance.order.filter((each) => loop.blocks.has(each))) {
      for (const node of [...block.nodes]) {
        if (!isPure(node) || !node.inputs.every(isOutside)) continue;
        block.nodes.splice(block.nodes.indexOf(node), 1);
        preheader.nodes.push(node);
        node.block = preheader;
      }
    }
  }
}

/** Computes a value only on the ways on which it is read, unless that were inside a deeper loop. */
export function sink(graph: Graph): void {
  const dominance = new Dominance(graph);
  const readers = readersOf(graph);
  for (const block of [...dominance.order].reverse()) {
    for (const node of [...block.nodes].reverse()) {
      const places = readers(node);
      if (!isPure(node) || places.length === 0) continue;
      let place = places.reduce((one, other) => dominance.common(one, other));
      while (dominance.depthOf(place) > dominance.depthOf(block)) place = dominance.parentOf(place) ?? block;
      if (place === block || !isAvoidable(block, place)) continue;
      block.nodes.splice(block.nodes.indexOf(node), 1);
      place.nodes.unshift(node);
      node.block = place;
    }
  }
}

/** Whether some way from the end of `block` misses `place`: to the end of the kernel, or around a loop. */
function isAvoidable(block: Block, place: Block): boolean {
  const seen = new Set<Block>([place]);
  const pending = block.successors();
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next)) continue;
    if (next === block || next.end?.kind === 'return') return true;
    seen.add(next);
    pending.push(...next.successors());
  }
  return false;
}

/** Answers with the blocks in which a node is read; a phi reads where its value comes from. */
function readersOf(graph: Graph): (node: Node) => Block[] {
  return (node) => {
    const found: Block[] = [];
    for (const block of graph.blocks) {
      for (const phi of block.phis)
        phi.inputs.forEach((input, index) => void (input === node && found.push(block.predecessors[index])));
      if (block.nodes.some((each) => each.inputs.includes(node))) found.push(block);
      if (readBy(block.terminator()).includes(node)) found.push(block);
    }
    return found;
  };
}

/** Moves `p + 4` behind the last use of `p` in its block: then both can be one register. */
export function delayIncrements(graph: Graph): void {
  for (const block of graph.blocks) {
    for (const node of [...block.nodes].reverse()) {
      if (node.operation !== 'add' || node.inputs[1].operation !== 'constant') continue;
      const [before] = node.inputs;
      const index = block.nodes.indexOf(node);
      const firstUse = block.nodes.findIndex((each) => each.inputs.includes(node));
      const lastUse = block.nodes.findLastIndex((each) => each !== node && each.inputs.includes(before));
      if (lastUse < index || (firstUse >= 0 && firstUse <= lastUse)) continue;
      block.nodes.splice(index, 1);
      block.nodes.splice(lastUse, 0, node);
    }
  }
}
