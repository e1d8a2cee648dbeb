using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Tests.Wording;

public sealed class Iso8601Tests
{
    [Theory]
    [InlineData("2026-11-24T03:00:00Z", "2026-11-24T03:00:00.000Z")]
    [InlineData("2026-11-24T03:00:00.123Z", "2026-11-24T03:00:00.123Z")]
    [InlineData("2026-11-24T03:00:00.9999999Z", "2026-11-24T03:00:00.999Z")]
    [InlineData("2026-11-24T04:00:00.5+01:00", "2026-11-24T03:00:00.500Z")]
    public void Of_AnyTime_HasAlwaysMillisecondsInUtc(string time, string expected)
        => Assert.Equal(expected, Iso8601.Of(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
}
