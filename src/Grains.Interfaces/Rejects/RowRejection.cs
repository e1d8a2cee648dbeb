namespace EmailCampaign.Rejects;

/// <summary>Why a row was not accepted.</summary>
public enum RowRejection
{
    None = 0,

    /// <summary>The address breaks a rule, which the detail names.</summary>
    BadAddress = 1,

    /// <summary>An earlier row has the same address; the detail names its line.</summary>
    Duplicate = 2,

    /// <summary>Another number of fields than the header.</summary>
    Ragged = 3,

    /// <summary>More than 64 KB.</summary>
    TooLong = 4,

    /// <summary>Bytes that are no text in the file's encoding.</summary>
    Undecodable = 5,
}
