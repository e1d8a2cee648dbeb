using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>The other end of a provider, which does as it is told and remembers what it saw.</summary>
public abstract class FarSide : IAsyncDisposable
{
    /// <summary>How a provider's sentence names the place.</summary>
    public abstract string Place { get; }

    /// <summary>How an outcome about a certificate begins, and how the account's own sentence does.</summary>
    public virtual (string Outcome, string Account) TlsFailure => ("", "");

    /// <summary>The setting that such an outcome names.</summary>
    public virtual string SettingOfPlace => "";

    /// <summary>Recipients of the mails taken in each call, in order.</summary>
    public abstract IReadOnlyList<IReadOnlyList<string>> TakenByCall { get; }

    /// <summary>The key of each call that makes a repeat of it harmless; null where a call has none.</summary>
    public abstract IReadOnlyList<string?> Keys { get; }

    /// <summary>Mails (or calls with several) that were begun.</summary>
    public abstract int Calls { get; }

    public abstract int Connections { get; }

    public IEnumerable<string> Taken => TakenByCall.SelectMany(static call => call);

    /// <summary>A provider with default settings whose far side this is.</summary>
    public abstract IMailProvider Create(TimeProvider clock);

    /// <summary>The behaviour from now on.</summary>
    public abstract void Become(FarBehaviour behaviour);

    /// <summary>Completes when a mail, or a question about the account, has arrived and is to be answered.</summary>
    public abstract Task WhenAskedAsync();

    /// <summary>Completes when a part of an answer was sent.</summary>
    public abstract Task WhenAnsweringAsync();

    public abstract ValueTask DisposeAsync();
}
