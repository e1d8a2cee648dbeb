using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Tests.Outbox;

/// <summary>A folder of the file system. It takes every file, or it cannot be written.</summary>
internal sealed class OutboxFarSide : FarSide
{
    private readonly DirectoryInfo _parent;

    public OutboxFarSide(FarBehaviour behaviour)
    {
        if (behaviour is not (FarBehaviour.Accept { OnAttempt: null } or FarBehaviour.AcceptUtf8 or FarBehaviour.Gone))
        {
            throw new NotSupportedException(behaviour.ToString());
        }

        _parent = Directory.CreateTempSubdirectory("outbox-contract-");
        Place = Path.Combine(_parent.FullName, "outbox");
        if (behaviour is FarBehaviour.Gone)
        {
            // Not even root can make a folder of a file.
            File.WriteAllText(Place, "");
        }
    }

    public override string Place { get; }

    public override IReadOnlyList<IReadOnlyList<string>> TakenByCall => [.. Files().Select(static file => new[] { Recipient(file) })];

    public override IReadOnlyList<string?> Keys => [.. Files().Select(static _ => (string?)null)];

    public override int Calls => Files().Count;

    public override int Connections => 0;

    public override IMailProvider Create(TimeProvider clock) => new OutboxProvider("outbox", Place);

    public override void Become(FarBehaviour behaviour) => throw new NotSupportedException(behaviour.ToString());

    public override Task WhenAskedAsync() => throw new NotSupportedException();

    public override Task WhenAnsweringAsync() => throw new NotSupportedException();

    public override ValueTask DisposeAsync()
    {
        _parent.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    // Their names begin with the line.
    private List<string> Files() => Directory.Exists(Place) ? [.. Directory.EnumerateFiles(Place, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    private static string Recipient(string file)
    {
        using var mime = MimeMessage.Load(file);
        return mime.To.Mailboxes.Single().Address;
    }
}
