using System.ComponentModel.DataAnnotations;
using EmailCampaign.Mail.Providers.Ses;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

[Collection(AwsEnvironment.Collection)]
public sealed class SesOptionsTests
{
    [Theory]
    [InlineData("Region", "")]
    [InlineData("Region", "Ireland")]
    [InlineData("Region", "eu-west-1.evil.example/")]
    [InlineData("AccessKeyId", null)]
    [InlineData("SecretAccessKey", null)]
    [InlineData("SecretAccessKey", "two words")]
    [InlineData("Profile", "ses")]
    [InlineData("BaseAddress", "http://ses.acme.example")]
    [InlineData("ConfigurationSet", "two words")]
    [InlineData("ConfigurationSet", "")]
    [InlineData("FeedbackAddress", "Bounces <bounces@acme.example>")]
    [InlineData("FeedbackAddress", "bounces")]
    [InlineData("AttemptTimeout", "00:00:00")]
    [InlineData("AttemptTimeout", "01:00:00")]
    public void Validate_BadSetting_IsNamedAndNoKeyIsShown(string name, string? value)
    {
        using var environment = AwsEnvironment.Empty();
        var options = Good();
        var property = typeof(SesOptions).GetProperty(name)!;
        property.SetValue(options, property.PropertyType == typeof(TimeSpan) ? TimeSpan.Parse(value!, null)
            : property.PropertyType == typeof(Uri) ? new Uri(value!) : value);

        var problem = Assert.Single(Problems(options));

        Assert.Contains("Providers:acme:" + name, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SessionTokenAlone_IsNamed()
    {
        using var environment = AwsEnvironment.Empty();

        Assert.Contains("Providers:acme:SessionToken", Assert.Single(Problems(new SesOptions { Account = "acme", Region = "eu-west-1", SessionToken = "x" })), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_GoodSettings_AreFine()
    {
        using var environment = AwsEnvironment.Empty();

        Assert.Empty(Problems(Good()));
        Assert.Empty(Problems(new SesOptions { Region = "us-gov-west-1", Profile = "ses", FeedbackAddress = "bounces@acme.example", ConfigurationSet = "a_B-1" }));
        Assert.Equal("https://email.eu-west-1.amazonaws.com/", Good().EffectiveAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public void Validate_RegionOfTheEnvironment_IsTaken(string variable)
    {
        using var environment = AwsEnvironment.Empty((variable, "eu-north-1"));

        Assert.Empty(Problems(new SesOptions()));
        Assert.Equal("eu-north-1", new SesOptions().EffectiveRegion);
        Assert.Equal("eu-west-1", Good().EffectiveRegion);
    }

    private static SesOptions Good() => new()
    {
        Account = "acme",
        Region = "eu-west-1",
        AccessKeyId = "AKIDEXAMPLE",
        SecretAccessKey = "secret",
    };

    private static List<string> Problems(SesOptions options)
        => [.. options.Validate(new ValidationContext(options)).Select(static problem => problem.ErrorMessage!)];
}
