using Amazon;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

/// <summary>
/// The variables that AWS's libraries read, for the time of one test: none of the machine's own, no files, and never a look-up at the
/// address that instances have.
/// </summary>
internal sealed class AwsEnvironment : IDisposable
{
    /// <summary>Variables belong to the process: who reads them must not run beside who sets them.</summary>
    public const string Collection = "AWS environment";

    private static readonly string[] Names =
    [
        "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_EC2_METADATA_DISABLED",
    ];

    private readonly (string Name, string? Value)[] _before = [.. Names.Select(static name => (name, Environment.GetEnvironmentVariable(name)))];

    private AwsEnvironment()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("aws-").FullName;

    public string CredentialsFile => Path.Combine(Folder, "credentials");

    public static AwsEnvironment Empty(params (string Name, string Value)[] variables)
    {
        var environment = new AwsEnvironment();
        foreach (var name in Names)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        environment.Set("AWS_EC2_METADATA_DISABLED", "true");

        // In place of AWS_SHARED_CREDENTIALS_FILE, which the library reads once in the life of a process.
        AWSConfigs.AWSProfilesLocation = environment.CredentialsFile;
        foreach (var (name, value) in variables)
        {
            environment.Set(name, value);
        }

        return environment;
    }

    public void Set(string name, string value) => Environment.SetEnvironmentVariable(
        Names.Contains(name) ? name : throw new ArgumentException("It would not be put back.", nameof(name)), value);

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        AWSConfigs.AWSProfilesLocation = null;
        Directory.Delete(Folder, recursive: true);
    }
}
