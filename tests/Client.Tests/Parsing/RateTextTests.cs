using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Tests.Parsing;

public sealed class RateTextTests
{
    [Theory]
    [InlineData("14/s", 14)]
    [InlineData("600/m", 10)]
    [InlineData("1800/h", 0.5)]
    [InlineData("0.5/s", 0.5)]
    [InlineData(" 5 / s ", 5)]
    public void Parse_Rate_IsPerSecond(string text, double expected) => Assert.Equal(expected, RateText.Parse(text).Value);

    [Theory]
    [InlineData("14")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("x/s")]
    [InlineData("14/d")]
    [InlineData("1,000/h")]
    [InlineData("Infinity/s")]
    [InlineData("/s")]
    [InlineData("")]
    public void Parse_NoRate_SaysHowToWriteOne(string text)
        => Assert.Equal($"The rate '{text}' is not understood; write it as 14/s, 600/m or 1000/h.", RateText.Parse(text).Problem);
}
