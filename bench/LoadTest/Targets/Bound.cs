using System.Globalization;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>What a figure is to be: at least, or at most, so much.</summary>
internal sealed record Bound(bool IsLeast, double Value)
{
    public static Bound AtLeast(double value) => new(IsLeast: true, value);

    public static Bound AtMost(double value) => new(IsLeast: false, value);

    public bool Holds(double figure) => IsLeast ? figure >= Value : figure <= Value;

    public string Text(string unit) => string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? "≥" : "≤")} {Value:#,0.##} {unit}");
}
