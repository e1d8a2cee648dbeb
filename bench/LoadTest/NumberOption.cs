using System.CommandLine;

namespace EmailCampaign.LoadTest;

/// <summary>An option that is a number of 1 or more.</summary>
internal static class NumberOption
{
    public static Option<int> Of(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be a number of 1 or more.");
            }
        });
        return option;
    }
}
