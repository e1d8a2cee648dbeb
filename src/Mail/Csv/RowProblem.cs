namespace EmailCampaign.Mail.Csv;

/// <summary>Why a row of a file is not a contact.</summary>
public enum RowProblem
{
    /// <summary>The address breaks a rule of <see cref="Addresses.AddressRules"/>.</summary>
    BadAddress = 1,

    /// <summary>The address stands on an earlier line.</summary>
    Duplicate = 2,

    /// <summary>Another number of fields than the header has.</summary>
    Ragged = 3,

    /// <summary>More bytes than a row may have.</summary>
    TooLong = 4,

    /// <summary>Bytes that are not text in the file's encoding.</summary>
    Undecodable = 5,
}
