using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Parsing;

public sealed class ScheduleTextTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly JumpingClock Clock = new(ConsoleFixture.Now, Berlin);

    [Theory]
    [InlineData("2026-11-24T10:00", "2026-11-24T09:00:00Z")]
    [InlineData("2026-11-24 10:00", "2026-11-24T09:00:00Z")]
    [InlineData("2026-11-24T10:00:30", "2026-11-24T09:00:30Z")]
    [InlineData("2027-07-01T10:00", "2027-07-01T08:00:00Z")]
    [InlineData("2026-11-24T10:00Z", "2026-11-24T10:00:00Z")]
    [InlineData("2026-11-24T10:00-05:00", "2026-11-24T15:00:00Z")]
    [InlineData("2026-11-25", "2026-11-24T23:00:00Z")]
    public void Parse_Time_IsUtc(string text, string expected)
        => Assert.Equal(Parsed<DateTimeOffset>.Of(DateTimeOffset.Parse(expected)), ScheduleText.Parse(text, Clock));

    [Fact]
    public void Parse_PastTime_SaysBothTimes()
        => Assert.Equal(
            "The time of --at, 2026-11-24 07:59:00 UTC, has passed; it is 2026-11-24 08:00:00 UTC now.",
            ScheduleText.Parse("2026-11-24T08:59", Clock).Problem);

    [Fact]
    public void Parse_HourThatTheClockSkips_IsRefused()
        => Assert.StartsWith(
            "The time of --at, '2027-03-28T02:30', does not exist in the zone",
            ScheduleText.Parse("2027-03-28T02:30", Clock).Problem);

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("24.11.2026 10:00")]
    [InlineData("11/24/2026")]
    [InlineData("2026-11-24T25:00")]
    public void Parse_OtherText_SaysHowToWriteATime(string text)
        => Assert.Contains("write it as 2026-11-24T09:00 (local)", ScheduleText.Parse(text, Clock).Problem);
}
