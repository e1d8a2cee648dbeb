using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Client.Contacts;

/// <summary>Opens a contact file for one pass.</summary>
internal static class ContactsStream
{
    /// <summary>The raw bytes. Others may read the file meanwhile, but not write it (where the system keeps that promise).</summary>
    public static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 64 * 1024,
    });

    public static CsvDialect Dialect(this ContactFile file) => new()
    {
        Encoding = file.Encoding,
        ByteOrderMark = file.ByteOrderMark,
        Delimiter = file.Delimiter,
        SeparatorLine = file.SeparatorLine,
    };
}
