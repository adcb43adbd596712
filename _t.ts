import { ATTACKS } from '#test/gateway/supergraph/ownership/attacks.ts';
import { composedUnchecked } from '#test/gateway/supergraph/ownership/hostile-sdl.ts';
for (const a of ATTACKS) { let f:string[]; try { f=composedUnchecked(a.sdl) } catch(e:any) { f=['THROWN '+e.message] } if ((f.length===0)!==a.composes) console.log(a.composes, a.title, f.slice(0,3)); }
