using EmailCampaign.Mail.Providers.Http;

namespace EmailCampaign.Mail.Providers.Tests.Http;

public sealed class ApiReplyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120d)]
    [InlineData("0", 0d)]
    [InlineData("1.5", 1.5)]
    [InlineData("Tue, 24 Nov 2026 03:02:00 GMT", 120d)]
    [InlineData("Tue, 24 Nov 2026 02:00:00 GMT", 0d)]
    [InlineData("999999999", 48d * 3600)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void RetryAfter_SecondsOrDate_IsTheTimeToWait(string? header, double? seconds)
        => Assert.Equal(seconds, Reply("retry-after", header).RetryAfter?.TotalSeconds);

    [Theory]
    [InlineData("1795489260", 60d)]
    [InlineData("1795489100", 0d)]
    [InlineData("9999999999999", 48d * 3600)]
    [InlineData("tomorrow", null)]
    public void Until_SecondsSince1970_IsTheTimeFromNow(string header, double? seconds)
    {
        Assert.Equal(1_795_489_200, Now.ToUnixTimeSeconds());
        Assert.Equal(seconds, Reply("X-RateLimit-Reset", header).Until("x-ratelimit-reset")?.TotalSeconds);
    }

    private static ApiReply Reply(string name, string? value)
        => new(429, value is null ? [] : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [name] = value }, "", Now);
}
