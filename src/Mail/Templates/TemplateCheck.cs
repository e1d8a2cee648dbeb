using Fluid;

namespace EmailCampaign.Mail.Templates;

/// <summary>Holds what a template uses against what there is.</summary>
internal sealed class TemplateCheck(TemplateNames names, TemplateWalker walker, FilterCollection filters, SourceLines lines)
{
    private const string Reserved = "unsubscribe_url is reserved; unsubscribe links are not available in this version; "
        + "set your own with --set or a column named otherwise";

    /// <summary>Each problem once, with the line of its first occurrence.</summary>
    public IEnumerable<TemplateFault> Run()
    {
        foreach (var tag in walker.FileTags)
        {
            yield return new(lines.OfTag(tag), $"'{tag}' is not available: a template is one file");
        }

        foreach (var filter in walker.Filters.Where(filter => !filters.TryGetValue(filter, out _)))
        {
            var hint = NearestName.Hint(filter, filters.Select(known => known.Key));
            yield return new(lines.OfFilter(filter), $"unknown filter '{filter}'{hint}");
        }

        foreach (var read in walker.Reads.Distinct())
        {
            if (Problem(read) is { } problem)
            {
                yield return new(Line(read), problem);
            }
        }
    }

    private int Line(VariableRead read) => read.Member is { } member
        ? lines.OfMember(read.Name, member)
        : lines.OfVariable(read.Name);

    private string? Problem(VariableRead read)
    {
        var (name, member, hasMember) = read;
        return name switch
        {
            TemplateNames.UnsubscribeUrl => Reserved,
            _ when walker.Locals.Contains(name) => null,
            _ when names.TryGetColumn(name, out _) || names.IsConstant(name) || name == TemplateNames.Address
                => hasMember && member is not (null or "size") ? $"'{name}' is a text and has no '{member}'" : null,
            TemplateNames.Row => member is null || names.TryGetColumn(member, out _) || member == "size"
                ? null
                : $"the CSV has no column '{member}'{NearestName.Hint(member, names.Columns)}",
            _ when names.IsAmbiguous(name, out var advice) => advice,
            _ => $"unknown variable '{name}'{Hint(name)}",
        };
    }

    private string Hint(string name)
    {
        var hint = NearestName.Hint(name, names.All.Concat(walker.Locals));
        return hint.Length > 0 ? hint : $" (the columns are {Listed(names.Columns)})";
    }

    private static string Listed(IReadOnlyList<string> columns) => columns.Count <= 12
        ? string.Join(", ", columns)
        : string.Join(", ", columns.Take(12)) + ", ...";
}
