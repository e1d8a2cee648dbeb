namespace EmailCampaign.Mail.Domains;

/// <summary>Names of examples and tests (RFC 6761), which nobody owns: the public DNS has nothing to say about them.</summary>
public static class ReservedNames
{
    private static readonly string[] Names = ["test", "example", "invalid", "localhost", "example.com", "example.net", "example.org"];

    /// <param name="domain">In the form of <see cref="DomainName"/>.</param>
    public static bool Contain(string domain) => Array.Exists(Names, name => DomainName.IsSameOrAbove(name, domain));
}
