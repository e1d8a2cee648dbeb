namespace EmailCampaign.Client.Reports;

/// <summary>Round numbers for the marks of an axis.</summary>
internal static class ChartScale
{
    private const int MostMarks = 5;

    /// <summary>1, 2 or 5 times a power of ten, so that few marks reach the largest number.</summary>
    public static long Unit(int most)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var unit in (ReadOnlySpan<long>)[power, 2 * power, 5 * power])
            {
                if (unit * MostMarks >= most)
                {
                    return unit;
                }
            }
        }
    }
}
