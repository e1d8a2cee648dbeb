using System.Globalization;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Reports;

/// <summary>A <see cref="RateTimeline"/> as bars, marks and words on a plane, in the units of the drawing.</summary>
internal sealed class RateChart
{
    private const double GapWidth = 96;
    private const double WidestBar = 24;
    private const double BetweenMarks = 74;

    private readonly RateTimeline _timeline;
    private readonly double _bar;
    private readonly double _most;
    private readonly List<ChartBar> _bars = [];
    private readonly List<ChartGap> _gaps = [];
    private readonly List<ChartMark> _times = [];

    public RateChart(RateTimeline timeline)
    {
        _timeline = timeline;
        var steps = timeline.Stretches.Sum(static stretch => stretch.Sent.Count);
        var most = timeline.Stretches.SelectMany(static stretch => stretch.Sent).DefaultIfEmpty().Max();
        var unit = ChartScale.Unit(most);
        _most = Math.Ceiling(most / (double)unit) * unit;
        _bar = Math.Min(WidestBar, (Plane.Across - (GapWidth * (timeline.Stretches.Count - 1))) / Math.Max(1, steps));
        Counts = [.. Enumerable.Range(0, (int)(_most / unit) + 1).Select(i => new ChartMark(Text(Y(i * unit)), Words.Number(i * unit), ""))];
        Draw();
    }

    public static ChartPlane Plane { get; } = new(Width: 960, Height: 270, Left: 64, Right: 932, Top: 14, Bottom: 224);

    public string StepWords => TimeStep.Words(_timeline.Step);

    public IReadOnlyList<ChartBar> Bars => _bars;

    public IReadOnlyList<ChartGap> Gaps => _gaps;

    /// <summary>Marks of the upright axis.</summary>
    public IReadOnlyList<ChartMark> Counts { get; }

    /// <summary>Marks of the level axis.</summary>
    public IReadOnlyList<ChartMark> Times => _times;

    private void Draw()
    {
        double x = Plane.Left;
        RateStretch? before = null;
        foreach (var stretch in _timeline.Stretches)
        {
            if (before is not null)
            {
                _gaps.Add(new(Text(x), Text(GapWidth), Text(x + (GapWidth / 2)), Words.Duration(stretch.Start - before.End), Words.Utc(before.End), Words.Utc(stretch.Start)));
                x += GapWidth;
            }

            Mark(stretch, x);
            x = Draw(stretch, x);
            before = stretch;
        }
    }

    private double Draw(RateStretch stretch, double x)
    {
        var time = stretch.Start;
        foreach (var sent in stretch.Sent)
        {
            if (sent > 0)
            {
                _bars.Add(new(Text(x), Text(Y(sent)), Text(Math.Max(_bar - (_bar > 4 ? 1 : 0), 0.5)), Text(Plane.Bottom - Y(sent)), Words.Count(sent, "mail"), Words.Utc(time)));
            }

            x += _bar;
            time += stretch.Step;
        }

        return x;
    }

    // Each stretch says when it begins; between come round times, as far as there is room.
    private void Mark(RateStretch stretch, double x)
    {
        Mark(stretch.Start, x);
        if (TimeStep.From(stretch.Step).FirstOrDefault(each => each / stretch.Step * _bar >= BetweenMarks) is not { Ticks: > 0 } between)
        {
            return;
        }

        for (var time = TimeStep.Start(TimeStep.Number(stretch.Start, between) + 1, between); time < stretch.End; time += between)
        {
            var far = (time - stretch.Start) / stretch.Step * _bar;
            if (far >= BetweenMarks)
            {
                Mark(time, x + far);
            }
        }
    }

    private void Mark(DateTimeOffset time, double x)
    {
        var clock = time.ToString(_timeline.Step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);
        var date = time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var known = _times.FindLast(static mark => mark.Below.Length > 0)?.Below == date;
        _times.Add(new(Text(x), clock, known ? "" : date));
    }

    private double Y(double sent) => Plane.Top + (Plane.Down * (1 - (_most == 0 ? 0 : sent / _most)));

    private static string Text(double place) => place.ToString("0.##", CultureInfo.InvariantCulture);
}
