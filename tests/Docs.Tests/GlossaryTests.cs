using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Docs.Tests;

/// <summary>The glossary has a line for each word of the code's own vocabulary.</summary>
public sealed class GlossaryTests
{
    private static readonly Document Glossary = new("docs/glossary.md");

    [Theory]
    [InlineData(typeof(RecipientStatus))]
    [InlineData(typeof(CampaignPhase))]
    [InlineData(typeof(DeliveryGuarantee))]
    [InlineData(typeof(FailureReason))]
    public void EnumMembers_AreInTheirTable(Type type)
        => Assert.Equal(Enum.GetNames(type), Glossary.Table($"`{type.Name}`").Select(static row => row[0]));

    [Fact]
    public void Outcomes_AreInTheirTable()
        => Assert.Equal(
            typeof(SendOutcome).GetNestedTypes().Select(static type => type.Name).Order(StringComparer.Ordinal),
            Glossary.Table("`SendOutcome`").Select(static row => row[0]).Order(StringComparer.Ordinal));
}
