using System.Runtime.InteropServices;

namespace EmailCampaign.Mail.Csv;

/// <summary>A complete row in the reader's buffer. <paramref name="Head"/> is set when its beginning is no longer there.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CsvRecordSpan(int Start, int End, int Line, CsvPosition Next, byte[]? Head, bool TooLong);
