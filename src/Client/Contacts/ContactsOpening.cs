using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Contacts;

/// <summary>What the first pass over a contact file came to.</summary>
internal abstract record ContactsOpening
{
    private ContactsOpening()
    {
    }

    public sealed record Opened(ContactFile File, IReadOnlyList<string> Warnings) : ContactsOpening;

    /// <param name="Problem">One sentence that names the file.</param>
    public sealed record Refused(string Problem) : ContactsOpening;
}
