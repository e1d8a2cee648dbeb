namespace EmailCampaign.Quotas;

/// <summary>How large a slice may be at a rate, so that its mails, which start together, do not crowd a second.</summary>
internal static class PacedSlice
{
    // A fiftieth of a second of work: by so much at most the far side sees more than the rate in a second.
    private const double Share = 0.02;

    /// <param name="most">The size without a rate.</param>
    /// <param name="perSecond">Mails a second; null for no limit.</param>
    /// <param name="isCall">Whether the slice is one call of an API that takes several mails: then up to a second of work, for calls are limited too.</param>
    public static int Size(int most, double? perSecond, bool isCall)
        => perSecond is { } rate ? (int)Math.Clamp(isCall ? rate : rate * Share, 1, most) : most;
}
