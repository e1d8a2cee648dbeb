using System.Globalization;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>Rows that compare two medians of the same runs.</summary>
internal static class Ratios
{
    /// <param name="other">Null when it could not be measured, for this reason.</param>
    public static TargetRow Of(
        string what, Bound? bound, Measurement one, Measurement? other, Func<Measurement, double?> figure, string format, string unit, string reason)
    {
        if (other is null)
        {
            return TargetRow.Skipped(what, "×", bound, reason);
        }

        var (mine, theirs) = (figure(one), figure(other));
        return new(what, "×", bound, mine / theirs, $"{Text(mine)} against {Text(theirs)} {unit}");

        string Text(double? value) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
    }
}
