using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Tests.Fixtures;
using FsCheck.Xunit;

namespace EmailCampaign.Client.Tests.Parsing;

public sealed class CampaignIdTextTests
{
    [Theory]
    [InlineData("Spring Sale!", "spring-sale-2026-11-24")]
    [InlineData("Frühling 2026", "fruhling-2026-2026-11-24")]
    [InlineData("--", "campaign-2026-11-24")]
    [InlineData("日本", "campaign-2026-11-24")]
    public void Make_Name_IsSlugAndDate(string name, string id) => Assert.Equal(id, CampaignIdText.Make(name, ConsoleFixture.Now));

    [Property]
    public bool Make_AnyName_IsValidId(string? name)
        => !IsWellFormed(name) || CampaignKey.IsValidId(CampaignIdText.Make(name!, ConsoleFixture.Now));

    [Fact]
    public void Make_Number_StaysValidHoweverLongTheName()
    {
        var id = CampaignIdText.Make(new string('a', 100), ConsoleFixture.Now, number: 12);

        Assert.EndsWith("a-2026-11-24-12", id, StringComparison.Ordinal);
        Assert.True(CampaignKey.IsValidId(id));
    }

    [Theory]
    [InlineData("Spring")]
    [InlineData("-a")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Parse_NoId_SaysTheRule(string text)
        => Assert.Equal(
            $"'{text}' is not a campaign id: an id has 1 to 64 lower-case letters, digits and hyphens, and starts with a letter or a digit.",
            CampaignIdText.Parse(text).Problem);

    // What a command line can hold: half a surrogate pair cannot come from one.
    private static bool IsWellFormed(string? name) => name is not null && name.EnumerateRunes().All(static rune => rune.Value != 0xFFFD);
}
