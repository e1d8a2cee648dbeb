using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Outbox;

/// <summary>
/// Writes each mail as one <c>.eml</c> file (RFC 5322, CRLF) under <c>root/campaign/</c> instead of sending it.
/// </summary>
/// <remarks>
/// A file appears complete or not at all: it is written under a temporary name and renamed. Sending the same message again
/// replaces its own file; a replay (another Message-ID) gets a file of its own.
/// </remarks>
internal sealed class OutboxProvider(string name, string root) : IMailProvider, IProviderAccount
{
    public const string AccountName = "outbox";

    public string Name => name;

    public ProviderCapabilities Capabilities { get; } = new() { LeavesTheMachine = false };

    // Files are written synchronously, off the caller's scheduler: asynchronous file writes cost a thread-pool hop each.
    public Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
        => Task.Run<IReadOnlyList<SendOutcome>>(() => WriteSlice(messages, window, cancellationToken), CancellationToken.None);

    /// <inheritdoc/>
    /// <remarks>Writes an empty file and takes it away again.</remarks>
    public Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var probe = Path.Combine(root, $"{Guid.NewGuid():N}.tmp");
            try
            {
                Directory.CreateDirectory(root);
                using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
                {
                    return new ProviderAccountState(ProviderAccountStatus.Ready, $"It writes to {root}; nothing leaves this machine.");
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                return new ProviderAccountState(ProviderAccountStatus.Refuses, $"The outbox {root} cannot be written: {exception.Message}");
            }
        },
        cancellationToken);

    /// <summary>Deletes the campaign's folder.</summary>
    public Task ForgetAsync(string campaignId, CancellationToken cancellationToken)
        => Task.Run(
            () =>
            {
                var folder = Path.Combine(root, OutboxFileName.ForCampaign(campaignId));
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            },
            cancellationToken);

    private SendOutcome[] WriteSlice(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[messages.Count];
        Array.Fill(outcomes, SendOutcome.NotAttempted.Instance);
        using var content = new MemoryStream();
        for (var i = 0; i < outcomes.Length && window.IsOpen && !cancellationToken.IsCancellationRequested; i++)
        {
            outcomes[i] = WriteMessage(messages[i], content);
            if (outcomes[i] is SendOutcome.Refused)
            {
                break;
            }
        }

        return outcomes;
    }

    private SendOutcome WriteMessage(OutgoingMessage message, MemoryStream content)
    {
        try
        {
            content.SetLength(0);
            using var mime = MimeComposer.Compose(message);
            mime.WriteTo(FormatFor(message), content);
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one message must not cost the others their outcome.
            return new SendOutcome.Rejected(RejectReason.NotRendered, exception.Message);
        }

        var folder = Path.Combine(root, OutboxFileName.ForCampaign(message.CampaignId));
        var file = OutboxFileName.ForMessage(message);
        var temporary = Path.Combine(folder, $"{file}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(content.GetBuffer(), 0, (int)content.Length);
            }

            File.Move(temporary, Path.Combine(folder, file), overwrite: true);
            return new SendOutcome.Accepted(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Discard(temporary);

            // A full disk or a folder without permission does not heal by waiting, and it is the same for every mail: the
            // campaign pauses and says so, and nobody loses an attempt.
            return new SendOutcome.Refused(RefuseReason.Configuration, $"The outbox {folder} cannot be written: {exception.Message}");
        }
    }

    private static FormatOptions FormatFor(OutgoingMessage message)
    {
        var format = MimeComposer.Wire.Clone();
        format.EnsureNewLine = true;
        format.International = !System.Text.Ascii.IsValid(message.To);
        format.HiddenHeaders.Add(HeaderId.Bcc);
        format.HiddenHeaders.Add(HeaderId.ResentBcc);
        return format;
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk that refused the write may refuse this too; a .tmp file is never taken for a mail.
        }
    }
}
