using Fluid.Ast;
using Fluid.Values;

namespace EmailCampaign.Mail.Templates;

/// <summary>Collects what a parsed template reads, what it defines itself, and the filters and files it asks for.</summary>
internal sealed class TemplateWalker : AstVisitor
{
    /// <summary>Names that the template assigns, captures, counts or loops over.</summary>
    public HashSet<string> Locals { get; } = new(StringComparer.Ordinal);

    /// <summary>Each variable that is read, in order, with the member that follows it when that is known.</summary>
    public List<VariableRead> Reads { get; } = [];

    public HashSet<string> Filters { get; } = new(StringComparer.Ordinal);

    /// <summary>The tags <c>include</c> and <c>render</c> where they are used.</summary>
    public HashSet<string> FileTags { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a range such as <c>(1..5)</c> occurs.</summary>
    public bool HasRange { get; private set; }

    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        HasRange = true;
        return base.VisitRangeExpression(rangeExpression);
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        var segments = memberExpression.Segments;
        if (segments[0] is IdentifierSegment root)
        {
            Reads.Add(new(root.Identifier, segments.Count > 1 ? MemberName(segments[1]) : null, segments.Count > 1));
        }

        foreach (var segment in segments)
        {
            if (segment is IndexerSegment indexer)
            {
                Visit(indexer.Expression);
            }
            else if (segment is FunctionCallSegment call)
            {
                foreach (var argument in call.Arguments)
                {
                    Visit(argument.Expression);
                }
            }
        }

        return memberExpression;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        Filters.Add(filterExpression.Name);
        return base.VisitFilterExpression(filterExpression);
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        Locals.Add(assignStatement.Identifier);
        return base.VisitAssignStatement(assignStatement);
    }

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement)
    {
        Locals.Add(captureStatement.Identifier);
        return base.VisitCaptureStatement(captureStatement);
    }

    protected override Statement VisitIncrementStatement(IncrementStatement incrementStatement)
    {
        Locals.Add(incrementStatement.Identifier);
        return base.VisitIncrementStatement(incrementStatement);
    }

    protected override Statement VisitDecrementStatement(DecrementStatement decrementStatement)
    {
        Locals.Add(decrementStatement.Identifier);
        return base.VisitDecrementStatement(decrementStatement);
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        Locals.Add(forStatement.Identifier);
        Locals.Add("forloop");
        return base.VisitForStatement(forStatement);
    }

    protected override Statement VisitTableRowStatement(TableRowStatement tableRowStatement)
    {
        Locals.Add(tableRowStatement.Identifier);
        Locals.Add("tablerowloop");
        return base.VisitTableRowStatement(tableRowStatement);
    }

    protected override Statement VisitIncludeStatement(IncludeStatement includeStatement)
    {
        FileTags.Add("include");
        return includeStatement;
    }

    protected override Statement VisitRenderStatement(RenderStatement renderStatement)
    {
        FileTags.Add("render");
        return renderStatement;
    }

    private static string? MemberName(MemberSegment segment) => segment switch
    {
        IdentifierSegment identifier => identifier.Identifier,
        IndexerSegment { Expression: LiteralExpression { Value: StringValue text } } => text.ToStringValue(),
        _ => null,
    };
}
