namespace EmailCampaign.Mail.Csv;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The physical line it starts on.</param>
/// <param name="Next">Where the following row (or an empty line before it) starts: the place to resume from.</param>
/// <param name="Fields">The values without their quotes; empty when there is a fault.</param>
/// <param name="Raw">The bytes as they were read, without the line break, cut at <see cref="CsvRowReader.MaxRawBytes"/>.</param>
/// <param name="Fault">Why there are no fields.</param>
public sealed record CsvRow(int Line, CsvPosition Next, string[] Fields, byte[] Raw, CsvRowFault Fault);
