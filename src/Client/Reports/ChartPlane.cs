namespace EmailCampaign.Client.Reports;

/// <summary>Where a drawing's parts are, in its own units.</summary>
internal sealed record ChartPlane(int Width, int Height, int Left, int Right, int Top, int Bottom)
{
    /// <summary>Where the words of the upright axis end.</summary>
    public int Counts => Left - 8;

    public int Across => Right - Left;

    public int Down => Bottom - Top;
}
