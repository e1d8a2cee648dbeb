namespace EmailCampaign.Mail.Addresses;

/// <summary>The verdict on one address: exactly one of the two is set.</summary>
/// <param name="Address">
/// The form for the wire: the local part as given (NFC when it is not ASCII), the domain in lower-case punycode.
/// </param>
/// <param name="Problem">The first rule the text breaks.</param>
public sealed record AddressCheck(string? Address, AddressProblem? Problem);
