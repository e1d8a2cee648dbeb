namespace EmailCampaign.LoadTest.Targets;

/// <summary>A row of the table: what is promised, and what was measured.</summary>
/// <param name="What">What the figure is of.</param>
/// <param name="Unit">Unit of the figure, and of its bound.</param>
/// <param name="Bound">Null for a figure that is only reported.</param>
/// <param name="Figure">Null when it could not be measured.</param>
/// <param name="Detail">The figures behind it, or why there is none.</param>
internal sealed record TargetRow(string What, string Unit, Bound? Bound, double? Figure, string Detail)
{
    /// <summary>Null where nothing is promised, or nothing was measured.</summary>
    public bool? IsMet => Figure is { } figure ? Bound?.Holds(figure) : null;

    public static TargetRow Skipped(string what, string unit, Bound? bound, string reason) => new(what, unit, bound, null, $"skipped: {reason}");
}
