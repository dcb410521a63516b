(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const labels = data.labels;
  const short = new Intl.NumberFormat(data.lang, { notation: 'compact', maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(data.lang, { maximumFractionDigits: 0 });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const print = matchMedia('print');
  const color = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const month = seconds => {
    const day = new Date(seconds * 1000);
    return labels.months[day.getUTCMonth()] + ' ' + day.getUTCFullYear();
  };
  let charts = [];

  function draw(id, series, bars) {
    const element = document.getElementById(id);
    element.textContent = '';
    const wide = element.clientWidth;
    const axis = { stroke: color('soft'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line'), width: 1 } };
    const options = {
      width: wide,
      height: wide < 400 ? 190 : 226,
      padding: [null, 26, null, null],
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      scales: { x: { time: true, range: (chart, low, high) => bars ? [low - 1400000, high + 1400000] : [low, high > low ? high : low + 1] }, y: { range: (chart, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1] } },
      axes: [
        { ...axis, space: 70, values: (chart, splits) => splits.map(split => data.months.length > 24 ? String(new Date(split * 1000).getUTCFullYear()) : month(split)),
          incrs: data.months.length > 24 ? [31536000, 63072000, 157680000] : [2678400, 5356800, 8035200, 16070400] },
        { ...axis, size: 64, values: (chart, splits) => splits.map(split => short.format(split)) },
      ],
      series: [
        { label: labels.month, value: (chart, value) => value == null ? '–' : month(value) },
        ...series.map((one, index) => ({
          label: one.label,
          stroke: color(one.color),
          width: 2,
          fill: bars ? color(one.color) + 'cc' : color(one.color) + '22',
          paths: bars ? uPlot.paths.bars({ size: [0.8 / series.length, 60], align: series.length === 1 ? 0 : index === 0 ? -1 : 1 }) : undefined,
          points: { show: data.months.length === 1 },
          value: (chart, value) => value == null ? '–' : whole.format(value),
        })),
      ],
    };
    charts.push(new uPlot(options, [data.months, ...series.map(one => one.values)], element));
  }

  function drawAll() {
    charts.forEach(chart => chart.destroy());
    charts = [];
    draw('flow', [
      { label: labels.income, values: data.income, color: 'in' },
      { label: labels.expenses, values: data.expenses, color: 'out' },
    ], true);
    draw('over', [{ label: labels.balance, values: data.balance, color: 'balance' }], false);
    draw('taxesBy', [{ label: labels.taxes, values: data.taxes, color: 'tax' }], true);
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
