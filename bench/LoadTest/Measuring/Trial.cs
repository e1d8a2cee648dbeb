using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>What is measured as often as asked for: a subject with its material.</summary>
internal sealed record Trial(ISubject Subject, Material Material)
{
    /// <summary>Mails that the sink is to take, those included that are sent before anything is measured.</summary>
    public int Mails { get; init; } = Material.Contacts;
}
