using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Launching;

/// <summary>What "the same launch again" is recognised by: the same file, template and sender.</summary>
internal static class LaunchFingerprint
{
    /// <returns>SHA-256 over length-prefixed parts, lower-case hex.</returns>
    public static string Of(ContactFile contacts, TemplateContent template, string fromAddress)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, contacts.Sha256);
        Add(hash, template.Subject);
        Add(hash, template.Html);
        Add(hash, template.Text);
        foreach (var file in template.Attachments)
        {
            Add(hash, file.FileName);
            Add(hash, file.Content);
        }

        Add(hash, fromAddress);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string? part) => Add(hash, part is null ? null : Encoding.UTF8.GetBytes(part));

    private static void Add(IncrementalHash hash, byte[]? part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(part ?? []);
    }
}
