using System.Runtime.InteropServices;

namespace EmailCampaign.Mail.Csv;

/// <summary>Where a row starts. Import resumes from such a place.</summary>
/// <param name="Offset">Bytes before it in the output of <see cref="CsvUtf8Stream"/>.</param>
/// <param name="Line">The physical line there, counted from 1; CRLF, LF and a lone CR each end one, inside quotes too.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CsvPosition(long Offset, int Line)
{
    /// <summary>The first byte of a file.</summary>
    public static CsvPosition Start { get; } = new(0, 1);
}
