// One text for definitions that say the same: descriptions left out, directives and their arguments in order of name.
import { type ASTNode, type ConstDirectiveNode, Kind, print, visit } from 'graphql';

type WithDirectives = ASTNode & { readonly directives?: readonly ConstDirectiveNode[] };

export function canonical(node: ASTNode): string {
  const plain = visit(node, {
    enter(each) {
      if ('description' in each && each.description !== undefined) return { ...each, description: undefined };
      return undefined;
    },
    leave(each) {
      if (each.kind === Kind.DIRECTIVE && (each.arguments?.length ?? 0) > 1)
        return { ...each, arguments: each.arguments?.toSorted((a, b) => order(a.name.value, b.name.value)) };
      const { directives } = each as WithDirectives;
      if (directives !== undefined && directives.length > 1)
        return { ...each, directives: directives.toSorted((a, b) => order(print(a), print(b))) };
      return undefined;
    },
  });
  return print(plain);
}

/** The texts of `nodes`, in order: what a set of them says. */
export function canonicalSet(nodes: readonly ASTNode[]): string {
  return nodes.map(canonical).toSorted(order).join(' ');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
