using System.Globalization;
using System.Text.Json;
using EmailCampaign.LoadTest.Children;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>The library that sends our mail, without us: no actors, no storage, no retry.</summary>
internal sealed class BareMailKitSubject(int connections) : ISubject
{
    public string Name => "bare MailKit";

    public async Task<Measurement> RunAsync(Material material, SmtpTarget target, CancellationToken cancellationToken)
    {
        var command = ChildCommand.Own(
            BareMailKitChild.Verb, material.ContactsFile, connections.ToString(CultureInfo.InvariantCulture),
            target.Host, target.Port.ToString(CultureInfo.InvariantCulture));
        var run = await MeasuredProcess.RunAsync(command, cancellationToken);
        using var result = JsonDocument.Parse(run.LastLine);
        return Measurement.Of(run, material.Contacts, TimeSpan.FromSeconds(result.RootElement.GetProperty("seconds").GetDouble()));
    }
}
