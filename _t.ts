import { composeSupergraph } from '#gateway/supergraph/compose.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { published, TH, VN } from '#test/gateway/supergraph/ownership/hostile-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
const roster={participants:[TH,VN]};
const run=(title:string, nat:string)=>{const sdl=published(nat);const t=performance.now();const r=composeSupergraph({roster,subgraphs:[{name:'campaign',url:'http://127.0.0.1:1/',sdl:hubSdl(roster)},{name:'vn',url:'http://127.0.0.1:1/',sdl:participantSdl(VN)},{name:'th',url:'http://127.0.0.1:1/',sdl}]});console.log(title,sdl.length,(performance.now()-t).toFixed(0),r.refusals.map(x=>x.got.slice(0,150)).slice(0,2),r.sdl?.length)};
const N=Number(process.argv[2]??3);
const alt=(i:number)=>`[${Array.from({length:16},(_,k)=>`["s${i}x${k}"]`).join(',')}]`;
run('dnf '+N, `interface TH_I { a: Int } ${Array.from({length:N},(_,i)=>`type TH_T${i} implements TH_I { a: Int @requiresScopes(scopes: ${alt(i)}) }`).join(' ')} extend type ThailandCustomsCase { i: TH_I }`);
if(N===3){
const M=1200;
run('union', `union TH_U = ${Array.from({length:M},(_,i)=>`TH_T${i}`).join(' | ')} ${Array.from({length:M},(_,i)=>`type TH_T${i} { u: TH_U v: TH_U w: TH_U }`).join(' ')} extend type ThailandCustomsCase { u: TH_U }`);
const K=60;
run('interfaces', `${Array.from({length:K},(_,j)=>`interface TH_I${j} { a: TH_I${(j+1)%K} }`).join(' ')} ${Array.from({length:K},(_,i)=>`type TH_T${i} implements ${Array.from({length:K},(_,j)=>`TH_I${j}`).join(' & ')} { a: TH_T${(i*7+1)%K} }`).join(' ')} extend type ThailandCustomsCase { i: TH_I0 }`);
run('fields', `extend type ThailandCustomsCase { ${Array.from({length:9000},(_,i)=>`f${i}: Int`).join(' ')} }`);
run('args', `extend type ThailandCustomsCase { f(${Array.from({length:9000},(_,i)=>`f${i}: Int`).join(' ')}): Int }`);
run('deep', `type TH_T { a(x: ${'['.repeat(3000)}Int${']'.repeat(3000)}): Int } extend type ThailandCustomsCase { t: TH_T }`);
}
