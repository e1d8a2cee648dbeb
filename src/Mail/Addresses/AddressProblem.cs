namespace EmailCampaign.Mail.Addresses;

/// <summary>Why a text is not an address this system mails to. One member per rule; the first rule that fails is reported.</summary>
public enum AddressProblem
{
    /// <summary>Nothing is left after trimming.</summary>
    Empty = 1,

    /// <summary>A space, a line break, a control or an invisible formatting character inside.</summary>
    InnerWhitespaceOrControl = 2,

    /// <summary>No <c>@</c>, nothing before or after it, or more than one.</summary>
    NotAnAddress = 3,

    /// <summary>A display name, angle brackets or a comment around the address.</summary>
    DisplayName = 4,

    /// <summary>More than 64 octets before the <c>@</c> (RFC 5321 section 4.5.3.1.1).</summary>
    LocalPartTooLong = 5,

    /// <summary>More than 254 octets in all (RFC 5321 section 4.5.3.1.3, less the angle brackets).</summary>
    TooLong = 6,

    /// <summary>A quoted local part: legal, but no provider here takes it.</summary>
    QuotedLocalPart = 7,

    /// <summary>An IP address in brackets instead of a domain.</summary>
    AddressLiteral = 8,

    /// <summary>A domain of one label, such as <c>localhost</c>.</summary>
    NoDotInDomain = 9,

    /// <summary>Not a host name: a bad character, an empty or too long label, a hyphen at an edge, or not IDNA (RFC 5891).</summary>
    BadDomain = 10,

    /// <summary>The last label is all digits, as in an IPv4 address (RFC 3696 section 2).</summary>
    NumericTopLevelDomain = 11,

    /// <summary>A character that needs quoting before the <c>@</c>, or a dot at an edge or doubled (RFC 5322 dot-atom).</summary>
    BadLocalPart = 12,

    /// <summary>Several addresses in one field.</summary>
    SeveralAddresses = 13,
}
