namespace EmailCampaign.Mail.Csv;

/// <summary>Why a row was not split into fields.</summary>
public enum CsvRowFault
{
    None = 0,

    /// <summary>Longer than the reader's limit.</summary>
    TooLong = 1,

    /// <summary>Not valid UTF-8.</summary>
    Undecodable = 2,
}
