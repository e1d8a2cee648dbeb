namespace EmailCampaign.Mail.Addresses;

/// <summary>The words for an <see cref="AddressProblem"/>.</summary>
public static class AddressProblemText
{
    /// <summary>A short clause that fits after a colon, such as "the domain has no dot". Never contains the address.</summary>
    public static string Describe(this AddressProblem problem) => problem switch
    {
        AddressProblem.Empty => "the address is empty",
        AddressProblem.InnerWhitespaceOrControl => "there is a space, a control or an invisible character inside the address",
        AddressProblem.NotAnAddress => "it is not an address (name@domain)",
        AddressProblem.DisplayName => "there is a display name, a comment or angle brackets around the address",
        AddressProblem.LocalPartTooLong => "the part before the @ is longer than 64 octets",
        AddressProblem.TooLong => "the address is longer than 254 octets",
        AddressProblem.QuotedLocalPart => "the part before the @ is quoted",
        AddressProblem.AddressLiteral => "the domain is an IP address in brackets",
        AddressProblem.NoDotInDomain => "the domain has no dot",
        AddressProblem.BadDomain => "the domain is not a valid host name",
        AddressProblem.NumericTopLevelDomain => "the domain ends in a number",
        AddressProblem.BadLocalPart => "the part before the @ has a character or a dot where none may be",
        AddressProblem.SeveralAddresses => "there is more than one address in the field",
        _ => "the address cannot be used",
    };
}
