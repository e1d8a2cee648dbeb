using System.Reflection;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Docs.Tests.Markdown;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Docs.Tests;

/// <summary>The glossary explains every member of the types that operators see, and no other.</summary>
public sealed class GlossaryTests
{
    public static TheoryData<Type> Enums =>
        [typeof(RecipientStatus), typeof(CampaignPhase), typeof(DeliveryGuarantee), typeof(FailureReason), typeof(PauseReason)];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Table_OfAnEnum_ExplainsEveryMember(Type type) => Assert.Equal(Enum.GetNames(type), Explained(type));

    [Fact]
    public void Table_OfSendOutcome_ExplainsEveryCase()
        => Assert.Equal(
            typeof(SendOutcome).GetNestedTypes(BindingFlags.Public).Select(static type => type.Name).Order(StringComparer.Ordinal),
            Explained(typeof(SendOutcome)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Explained(Type type)
        => MarkdownTable.Find("docs/glossary.md", type.Name).Keys.Select(MarkdownTable.Plain);
}
