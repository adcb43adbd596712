// What the process uses, under the names that dashboards know. Read where it is asked for, and not before: the client's
// own default metrics watch the event loop and every garbage collection for it.
import { Counter, Gauge, type Registry } from '@prometheus-io/client';

export function processMetrics(registry: Registry): void {
  const registers = [registry];
  const heap = new Gauge({
    name: 'nodejs_heap_size_used_bytes',
    help: 'Used by objects, those among them that are not collected yet.',
    registers,
  });
  const heapTotal = new Gauge({ name: 'nodejs_heap_size_total_bytes', help: 'Held for objects.', registers });
  const external = new Gauge({
    name: 'nodejs_external_memory_bytes',
    help: 'Used outside of the heap: what was read and is to be written.',
    registers,
  });
  const resident = new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers,
    collect() {
      const { rss, heapUsed, heapTotal: held, external: outside } = process.memoryUsage();
      resident.set(rss);
      heap.set(heapUsed);
      heapTotal.set(held);
      external.set(outside);
    },
  });
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / 1_000_000);
    },
  });
}
