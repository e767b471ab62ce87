// A command changes a graph whole or not at all, and says what it changed; the history takes commands back and does
// them again.
import { audit } from './audit';
import { apply, Draft, Refused, type Graph, type Patch } from './graph';

export type Command = (graph: Graph) => Patch;

/** A command from its change: checked afterwards, undone and refused when the areas would no longer be a partition. */
export function auditAfter(change: (draft: Draft) => void): Command {
  return (graph) => {
    const draft = new Draft(graph);
    try {
      change(draft);
      audit(draft);
    } catch (fault) {
      apply(graph, draft.patch, 'before');
      throw fault;
    }
    return draft.patch;
  };
}

/** The commands done on a graph, in order. */
export class History {
  #done: Patch[] = [];
  #undone: Patch[] = [];

  constructor(readonly graph: Graph) {}

  /** Null when it was done, else why not. */
  do(command: Command): Refused | null {
    try {
      const patch = command(this.graph);
      this.#done.push(patch);
      this.#undone = [];
      return null;
    } catch (fault) {
      if (fault instanceof Refused) return fault;
      throw fault;
    }
  }

  /** What was done and not taken back, oldest first. */
  get done(): readonly Patch[] { return this.#done; }
  /** What was taken back and can be done again, the next one last. */
  get undone(): readonly Patch[] { return this.#undone; }
  get canUndo(): boolean { return this.#done.length > 0; }
  get canRedo(): boolean { return this.#undone.length > 0; }

  undo(): boolean {
    const patch = this.#done.pop();
    if (!patch) return false;
    apply(this.graph, patch, 'before');
    this.#undone.push(patch);
    return true;
  }

  redo(): boolean {
    const patch = this.#undone.pop();
    if (!patch) return false;
    apply(this.graph, patch, 'after');
    this.#done.push(patch);
    return true;
  }
}
