using System.Globalization;
using EmailCampaign.LoadTest.Children;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>The library that sends our mail, without us: no actors, no storage, no retry.</summary>
internal static class BareMailKitSubject
{
    public static ISubject Of(int connections) => new PeerSubject("bare MailKit", (material, target) => ChildCommand.Own(
        BareMailKitChild.Verb, material.ContactsFile, connections.ToString(CultureInfo.InvariantCulture),
        target.Host, target.Port.ToString(CultureInfo.InvariantCulture)));
}
