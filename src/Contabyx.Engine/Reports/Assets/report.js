(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const short = new Intl.NumberFormat(data.lang, { notation: 'compact', maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat(data.lang, { maximumFractionDigits: 2 });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const print = matchMedia('print');
  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const dayLength = 86400;
  // Each unit: the least distance of two times, and how a time is written below the chart and in its legend.
  const utc = seconds => new Date(seconds * 1000);
  const units = {
    day: { name: data.units[0], length: dayLength, write: time => utc(time).getUTCDate() + ' ' + data.monthNames[utc(time).getUTCMonth()] },
    month: { name: data.units[1], length: 28 * dayLength, write: time => data.monthNames[utc(time).getUTCMonth()] + ' ' + utc(time).getUTCFullYear() },
    year: { name: data.units[2], length: 365 * dayLength, write: time => String(utc(time).getUTCFullYear()) },
  };
  // Loads are counted: there is no half of one.
  const whole = [0, 1, 2, 3, 4, 5, 6].flatMap(power => [1, 2, 5].map(step => step * 10 ** power));
  let charts = [];

  function draw(id, chart, unit, wanted, bars) {
    const element = document.getElementById(id);
    element.textContent = '';
    const wide = element.clientWidth;
    const series = chart.series.filter(one => wanted.includes(one.color));
    const axis = { stroke: color('soft'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line'), width: 1 } };
    const edge = unit.length / 2;
    const latest = chart.times.length - 1;
    const step = Math.max(1, Math.ceil(chart.times.length / Math.max(2, Math.floor(wide / 90))));
    const options = {
      width: wide,
      height: wide < 400 ? 190 : 226,
      padding: [null, 26, null, null],
      tzDate: seconds => uPlot.tzDate(utc(seconds), 'UTC'),
      // Without a cursor the legend shows the latest values.
      hooks: { setLegend: [plot => { if (plot.legend.idx == null) plot.setLegend({ idx: latest }); }] },
      scales: {
        x: { time: true, range: (plot, low, high) => [low - edge, high + edge] },
        y: { range: (plot, low, high) => [Math.min(0, low * 1.05), high > 0 ? high * 1.05 : low < 0 ? 0 : 1] },
      },
      axes: [
        { ...axis, splits: () => chart.times.filter((time, index) => index % step === 0), values: (plot, splits) => splits.map(unit.write) },
        { ...axis, size: 64, incrs: unit === units.day ? whole : undefined, values: (plot, splits) => splits.map(split => short.format(split)) },
      ],
      series: [
        { label: unit.name, value: (plot, value) => value == null ? '–' : unit.write(value) },
        ...series.map((one, index) => ({
          label: one.label,
          stroke: color(one.color),
          width: 2,
          fill: bars ? color(one.color) + 'cc' : color(one.color) + '22',
          paths: bars ? uPlot.paths.bars({ size: [0.8 / series.length, 60], align: index === 0 ? -1 : 1 }) : undefined,
          points: { show: chart.times.length === 1 },
          value: (plot, value) => value == null ? '–' : exact.format(value),
        })),
      ],
    };
    const plot = new uPlot(options, [chart.times, ...series.map(one => one.values)], element);
    plot.setLegend({ idx: latest });
    charts.push(plot);
  }

  function drawAll() {
    charts.forEach(chart => chart.destroy());
    charts = [];
    if (data.months) {
      const byYear = data.months.times.length > 24 && document.body.clientWidth < 700;
      const [books, unit] = byYear ? [data.years, units.year] : [data.months, units.month];
      draw('flow', books, unit, ['in', 'out'], true);
      draw('over', books, unit, ['balance'], false);
    }
    draw('byDay', data.days, units.day, ['good', 'bad'], true);
    document.documentElement.dataset.drawn = String(charts.length);
  }

  let width = 0;
  new ResizeObserver(() => {
    if (width === document.body.clientWidth) return;
    width = document.body.clientWidth;
    drawAll();
  }).observe(document.body);
  dark.addEventListener('change', drawAll);
  print.addEventListener('change', drawAll);
})();
