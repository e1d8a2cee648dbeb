using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Outbox;

/// <summary>Names of folders and files that every file system takes, also Windows and one that ignores case.</summary>
internal static class OutboxFileName
{
    private const int LongestAddress = 64;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+@");

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>
    /// <c>0000042-jane@example.com-1f3a9c2e.eml</c>: the line keeps addresses apart that differ in case only; the end is a hash
    /// of the Message-ID, which stays the same for a repeat and changes with a replay.
    /// </summary>
    public static string ForMessage(OutgoingMessage message)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(message.MessageId), hash);
        var tail = Convert.ToHexStringLower(hash[..4]);
        return string.Create(CultureInfo.InvariantCulture, $"{message.Line:D7}-{Plainly(message.To)}-{tail}.eml");
    }

    /// <summary>A campaign id as a folder name. Ids are plain already; this keeps a device name (<c>nul</c>) and a stray path away.</summary>
    public static string ForCampaign(string campaignId)
    {
        var name = Plainly(campaignId).Trim('.');
        var stem = name.Split('.')[0];
        return name.Length == 0 || Devices.Contains(stem) ? "_" + name : name;
    }

    private static string Plainly(string text)
        => string.Create(Math.Min(text.Length, LongestAddress), text, static (name, source) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = Plain.Contains(source[i]) ? source[i] : '_';
            }
        });
}
