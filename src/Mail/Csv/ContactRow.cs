namespace EmailCampaign.Mail.Csv;

/// <summary>What one row of a file came to.</summary>
public abstract record ContactRow
{
    private ContactRow()
    {
    }

    /// <summary>Where the following row starts: the place to resume from.</summary>
    public CsvPosition Next { get; init; }

    /// <summary>A contact.</summary>
    /// <param name="Line">The physical line it starts on.</param>
    /// <param name="Address">In its form for the wire (<see cref="Addresses.AddressCheck.Address"/>).</param>
    /// <param name="Values">One for each column of the header, as they stand in the file.</param>
    public sealed record Accepted(int Line, string Address, string[] Values) : ContactRow;

    /// <summary>Not a contact.</summary>
    /// <param name="Line">The physical line it starts on.</param>
    /// <param name="Problem">The reason, for counting.</param>
    /// <param name="Detail">The reason, for people: one clause.</param>
    /// <param name="Raw">The row as it was read, cut at <see cref="CsvRowReader.MaxRawBytes"/>.</param>
    public sealed record Rejected(int Line, RowProblem Problem, string Detail, byte[] Raw) : ContactRow;
}
